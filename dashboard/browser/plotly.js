// Plotly, loaded once a page whoever asks, in the version that draws the figures on the server.
export function plotlyFrom(address) {
  const url = new URL(address, document.baseURI).href
  const asked = (window.gmmPlotly ??= new Map()) // other components are other modules
  if (!asked.has(url)) asked.set(url, loaded(url, asked))
  return asked.get(url)
}

function loaded(url, asked) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = url
    script.onload = () => resolve(window.Plotly)
    script.onerror = () => {
      asked.delete(url) // it may come the next time
      reject(new Error("its drawing library did not load"))
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
    if (!fits(width, drawn.width) || !fits(height, drawn.height)) plotly.Plots.resize(node)
  })
  observer.observe(node)
  return () => observer.disconnect()
}
