/**
 * Towns that can issue certificates of digital acts: with a seal taken for a qualified one, an authority of qualified stamps made of
 * openssl, and an agenda with codes of the register.
 * @module
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Authority, openHttpAuthority } from '@letopis/ledger'
import { startOpensslAuthority } from '../../support/openssl-authority.ts'
import { certificateIn, qualifiedSigner } from '../../support/qualified-seal.ts'
import type { Person } from '../../support/staff.ts'
import {
	AGENDA,
	type Filed,
	type FilingOffice,
	file,
	openFilingOffice,
	publish,
	take,
} from './filing-office.ts'

const run = promisify(execFile)

/** Name of what is inside a certificate. */
export const XML = 'osvedceni-digitalniho-ukonu.xml'

const REGISTER = `
[register]
act = { code = "U24834", title = "žádost o povolení ke kácení" }
service = { code = "S10883", title = "Povolení ke kácení dřevin" }
agenda = { code = "A1094", title = "Ochrana přírody a krajiny" }

[retention]`
export const REGISTERED = AGENDA.replace('\n[retention]', REGISTER)
export const PERSON = {
	...{ givenNames: 'Jana Marie', familyName: 'Nováková' },
	...{ born: '1985-02-09', addressCode: 21_703_205 },
}
export const TOWN = { companyId: '00000001', dataBox: 'abc2345', addressCode: 28_075_820 }

type OfficeOptions = Parameters<typeof openFilingOffice>[0]

export interface CertificateOffices {
	readonly dir: string
	/** gives qualified stamps */
	readonly authority: Authority
	/** DER of the roots of seal and stamps */
	roots(): Uint8Array[]
	/** A real town with a qualified seal, but for what a test takes from it. */
	open(options?: OfficeOptions): Promise<FilingOffice>
	close(): Promise<void>
}

export async function certificateOffices(): Promise<CertificateOffices> {
	const dir = mkdtempSync(join(tmpdir(), 'letopis-certificate-'))
	const tsa = await startOpensslAuthority('p256')
	const authority = openHttpAuthority({ name: 'tsa', url: tsa.url, roots: tsa.roots, qualified: true })
	const signer = qualifiedSigner(dir)
	return {
		...{ dir, authority },
		roots: () => [certificateIn(dir, 'seal-root.crt'), ...tsa.roots],
		open: (options = {}) =>
			openFilingOffice({
				...{ demo: false, authorities: [authority], settings: TOWN, qualifiedSeal: signer },
				...options,
			}),
		async close() {
			await tsa.close()
			rmSync(dir, { recursive: true, force: true })
		},
	}
}

export const certificatePath = ({ filing }: Pick<Filed, 'filing'>) => `/api/v1/filings/${filing}/certificate`

export const issue = (
	by: Person,
	filed: Filed,
	body: object = PERSON,
	headers: Record<string, string> = {},
) => by.call(certificatePath(filed), { method: 'POST', body, headers })

/** A filing under an agenda with codes, confirmed. */
export async function confirmedFiling(
	{ town, administrator, clerk, agenda }: FilingOffice,
	how = 'data-box',
): Promise<Filed> {
	await publish(administrator, REGISTERED, agenda)
	const filed = await file(town)
	await take(clerk, filed.filing, { step: 'confirmed', how })
	return filed
}

/** What is attached to a PDF, by name, and the text of its pages, as poppler reads them. @param dir for scratch */
export async function readPdf(
	dir: string,
	pdf: Uint8Array,
): Promise<{ readonly attached: ReadonlyMap<string, string>; readonly text: string }> {
	const folder = mkdtempSync(join(dir, 'pdf-'))
	await writeFile(join(folder, 'a.pdf'), pdf)
	const { stdout } = await run('pdftotext', ['-layout', join(folder, 'a.pdf'), '-'])
	await mkdir(join(folder, 'in'))
	await run('pdfdetach', ['-saveall', '-o', join(folder, 'in'), join(folder, 'a.pdf')])
	const names = await readdir(join(folder, 'in'))
	const texts = await Promise.all(names.map((name) => readFile(join(folder, 'in', name), 'utf8')))
	return { attached: new Map(names.map((name, i) => [name, texts[i] ?? ''])), text: stdout }
}
