/**
 * What a camera sees of a printed page: a film for the browser's fake camera, made of the page's own pixels.
 * @module
 */
import { execFileSync } from 'node:child_process'

export const POPPLER = '/usr/bin/pdftoppm'

/** Pixels of a frame; what a camera gives unless more is asked for. */
const WIDTH = 640
const HEIGHT = 480
/** At this many dots an inch a frame shows 81 by 61 mm: a sheet held before the camera. */
const DPI = 200
/** Left edge of a frame on the sheet, pixels: its margin is 25 mm. */
const LEFT = 157

/** @param pdf a clause sheet @returns Y4M of two frames: the part of the page with most ink, where its QR code is */
export function filmOf(pdf: Buffer): Buffer {
	const args = ['-r', String(DPI), '-gray', '-singlefile', '-x', String(LEFT), '-W', String(WIDTH), '-']
	const picture = execFileSync(POPPLER, args, { input: pdf, maxBuffer: 1 << 26 })
	const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(picture.subarray(0, 64).toString('latin1'))
	if (head === null || Number(head[1]) !== WIDTH) throw new Error('pdftoppm gave no grey picture')
	const pixels = picture.subarray(head[0].length)
	const ink = Array.from({ length: Number(head[2]) }, (_, y) =>
		pixels.subarray(y * WIDTH, (y + 1) * WIDTH).reduce((sum, light) => sum + (light < 128 ? 1 : 0), 0),
	)
	const inkFrom = (y: number) => ink.slice(y, y + HEIGHT).reduce((sum, dark) => sum + dark, 0)
	const tops = ink.slice(0, ink.length - HEIGHT).map((_, y) => y)
	const top = tops.reduce((best, y) => (inkFrom(y) > inkFrom(best) ? y : best), 0)
	const grey = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
	const frame = Buffer.concat([
		Buffer.from('FRAME\n'),
		pixels.subarray(top * WIDTH, (top + HEIGHT) * WIDTH),
		grey,
	])
	return Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`), frame, frame])
}
