/**
 * Reads a QR code from a video or a picture: by the browser itself where it can, else by zxing-wasm in a worker, so
 * that the page's own policy needs no right to compile code.
 * @module
 */
import type { QrReply } from './qr-worker.ts'

/** Longer side of the picture that is looked at, pixels: a code of a sheet needs no more. */
const SIDE = 1024

type Source = HTMLVideoElement | ImageBitmap

export interface QrReader {
	/** @returns the text of the first code, or null */
	read(source: Source): Promise<string | null>
	close(): void
}

/** Shape Detection, as far as it is used here; browsers have it or not. */
interface Detector {
	detect(source: CanvasImageSource): Promise<readonly { rawValue: string }[]>
}
interface DetectorType {
	new (options: { formats: readonly string[] }): Detector
	getSupportedFormats(): Promise<readonly string[]>
}

export function openQrReader(): QrReader {
	const own = builtIn()
	let worker: Worker | null = null
	return {
		async read(source) {
			const detector = await own
			if (detector !== null) return (await detector.detect(source))[0]?.rawValue ?? null
			worker ??= new Worker(new URL('./qr-worker.ts', import.meta.url), { type: 'module' })
			return readIn(worker, pixelsOf(source))
		},
		close() {
			worker?.terminate()
			worker = null
		},
	}
}

async function builtIn(): Promise<Detector | null> {
	const type = (globalThis as { BarcodeDetector?: DetectorType }).BarcodeDetector
	if (type === undefined) return null
	const formats = await type.getSupportedFormats().catch((): string[] => [])
	return formats.includes('qr_code') ? new type({ formats: ['qr_code'] }) : null
}

function pixelsOf(source: Source): ImageData {
	const [width, height] =
		source instanceof HTMLVideoElement
			? [source.videoWidth, source.videoHeight]
			: [source.width, source.height]
	const scale = Math.min(1, SIDE / Math.max(width, height, 1))
	const canvas = document.createElement('canvas')
	canvas.width = Math.max(1, Math.round(width * scale))
	canvas.height = Math.max(1, Math.round(height * scale))
	const context = canvas.getContext('2d', { willReadFrequently: true })
	if (context === null) throw new Error('no canvas')
	context.drawImage(source, 0, 0, canvas.width, canvas.height)
	return context.getImageData(0, 0, canvas.width, canvas.height)
}

function readIn(worker: Worker, pixels: ImageData): Promise<string | null> {
	return new Promise((resolve, reject) => {
		worker.onmessage = ({ data }: MessageEvent<QrReply>) => resolve(data.text)
		worker.onerror = () => reject(new Error('the reader of codes could not be loaded'))
		worker.postMessage(pixels, [pixels.data.buffer])
	})
}
