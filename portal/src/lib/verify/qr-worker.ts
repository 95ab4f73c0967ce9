/**
 * zxing-wasm in a thread of its own, with its program from this origin.
 * @module
 */
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import program from 'zxing-wasm/reader/zxing_reader.wasm?url'

export interface QrReply {
	text: string | null
}

prepareZXingModule({ overrides: { locateFile: () => program } })

self.addEventListener('message', async ({ data }: MessageEvent<ImageData>) => {
	const found = await readBarcodes(data, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 })
	self.postMessage({ text: found[0]?.text ?? null } satisfies QrReply)
})
