/**
 * Keeps the page for use without a network: asks the browser to run the service worker, which keeps page, worker and
 * words. Nothing depends on it.
 * @module
 */
export function keepForOffline(): void {
	// Refused where the browser forbids it, in private windows for example; the page then needs the network.
	navigator.serviceWorker
		?.register('/service-worker.js', { scope: '/', type: 'module' })
		.catch(() => undefined)
}
