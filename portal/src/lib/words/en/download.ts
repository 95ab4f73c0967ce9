import type { cs } from '../cs/download.ts'

/** Words of a file of a document that could not be had. */
export const en: typeof cs = {
	titles: {
		obsah: 'The document could not be downloaded',
		potvrzeni: 'The receipt could not be downloaded',
		dolozka: 'The clause sheet could not be made',
		balicek: 'The evidence package could not be made',
	},
	kept: 'Nothing has changed about the document or its entry.',
	again: 'Try again',
	back: 'Back to the document',
}
