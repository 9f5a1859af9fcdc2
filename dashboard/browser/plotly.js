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
