const AGAIN = [300, 1500] // milliseconds until a library that did not come is asked for again

// Plotly, loaded once a page whoever asks, in the version that draws the figures on the server.
export function plotlyFrom(address) {
  const url = new URL(address, document.baseURI).href
  const asked = (window.gmmPlotly ??= new Map()) // other components are other modules
  if (!asked.has(url)) {
    asked.set(url, loaded(url, AGAIN))
    asked.get(url).catch(() => asked.delete(url)) // it may come the next time
  }
  return asked.get(url)
}

// A line that is lost for a moment must not cost a person the page.
async function loaded(url, [wait, ...later]) {
  try {
    return await loadedAtOnce(url)
  } catch (error) {
    if (wait === undefined) throw error
    await new Promise((resolve) => setTimeout(resolve, wait))
    return loaded(url, later)
  }
}

function loadedAtOnce(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = url
    script.onload = () => resolve(window.Plotly)
    script.onerror = () => {
      script.remove()
      reject(new Error("its drawing library did not load; a reload of the page asks for it again"))
    }
    document.head.append(script)
  })
}

// Keep a figure as large as its element, which a sidebar changes while the window stays; returns
// what ends that.
export function keptAsLarge(node, plotly) {
  const observer = new ResizeObserver(() => {
    const { _fullLayout: drawn, clientWidth: width, clientHeight: height } = node
    const fits = (length, drawnLength) => Math.abs(length - drawnLength) < 1
    if (!drawn || !width || !height) return
    if (fits(width, drawn.width) && fits(height, drawn.height)) return
    plotly.Plots.resize(node).then(() => placeLegend(node, plotly))
  })
  observer.observe(node)
  return () => observer.disconnect()
}

// Another width is another number of lines in a legend: plotly makes room for them once it has
// placed them where there was more, and leaves them over the picture.
function placeLegend(node, plotly) {
  const { y } = node.layout?.legend ?? {}
  if (y !== undefined) return plotly.relayout(node, { "legend.y": y })
}
