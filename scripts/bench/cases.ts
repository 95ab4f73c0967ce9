/** All cases, in the order in which they run. */
import { appendInproc } from './append-inproc.ts'
import { appendLone } from './append-lone.ts'
import { audit } from './audit.ts'
import { evidence } from './evidence.ts'
import { filings } from './filings.ts'
import { append10m } from './grow.ts'
import { inbox } from './inbox.ts'
import { padesCheck } from './pades-check.ts'
import { peers } from './peers.ts'
import { portalWeight } from './portal-weight.ts'
import { register } from './register.ts'
import { render } from './render.ts'
import { renewHash } from './renew-hash.ts'
import type { BenchCase } from './row.ts'
import { upload1g } from './upload-1g.ts'
import { uploadHttp } from './upload-http.ts'
import { verify300m } from './verify-300m.ts'

export const CASES: readonly BenchCase[] = [
	appendInproc,
	appendLone,
	uploadHttp,
	audit,
	evidence,
	padesCheck,
	renewHash,
	upload1g,
	verify300m,
	portalWeight,
	render,
	filings,
	register,
	inbox,
	peers,
	append10m,
]
