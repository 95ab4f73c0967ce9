/**
 * The exact commands for what the overview asks to be done. A town that was installed as the README says runs as a
 * service of the system under a user of its own; a DEMO runs in the terminal that started it.
 * @module
 */
import type { components } from '../api/schema.d.ts'
import type { cs } from '../words/cs/health.ts'

type Remedy = NonNullable<components['schemas']['OverviewItem']['remedy']>

export interface Step {
	readonly what: keyof (typeof cs)['steps']
	readonly command: string
}

const SERVICE = 'sudo -u letopis letopis --config /etc/letopis/letopis.toml'

/** @param places folders to be replaced by one's own, in the reader's words */
export function commandsFor(remedy: Remedy, demo: boolean, places: (typeof cs)['places']): readonly Step[] {
	const letopis = (what: Step['what'], command: string): Step => ({
		what,
		command: `${demo ? 'npx letopis' : SERVICE} ${command}`,
	})
	const system = (what: Step['what'], installed: string, inTerminal: string): Step => ({
		what,
		command: demo ? inTerminal : installed,
	})
	const stop = system('stop', 'sudo systemctl stop letopis', 'Ctrl+C')
	const start = system('start', 'sudo systemctl start letopis', 'npm start')
	const restart = demo
		? [stop, start]
		: [{ what: 'restart', command: 'sudo systemctl restart letopis' } as const]
	// A DEMO writes its journal to the terminal.
	const journal: Step[] = demo ? [] : [{ what: 'journal', command: 'journalctl -u letopis --since -1h' }]
	const check = letopis('check', 'config check')
	const steps: Record<Remedy, readonly Step[]> = {
		'resume-or-succeed': [
			...journal,
			stop,
			letopis('resume', `resume --follower ${places.copy}`),
			letopis('succeed', 'succeed --yes'),
			start,
		],
		'mend-disk-and-restart': [...journal, ...restart],
		'wait-or-see-journal': journal,
		'check-witness': [...journal, check],
		'check-authority': [...journal, check],
		'buy-stamps': [check, ...restart],
		'configure-authority': [check, ...restart],
		'renew-stamps': [letopis('forecast', 'evidence forecast'), letopis('renew', 'evidence renew')],
		'set-clock': [
			{ what: 'clock', command: 'sudo timedatectl set-ntp true' },
			{ what: 'clockState', command: 'timedatectl' },
		],
		'free-disk': [{ what: 'space', command: 'df -h && sudo du -xh --max-depth=2 /var | sort -h | tail' }],
		'run-fsck': [stop, letopis('fsck', 'fsck'), letopis('repair', 'fsck --repair'), start],
		'run-reindex': [stop, letopis('reindex', 'reindex'), start],
		'renew-certificate': restart,
		'see-journal': demo ? [] : [{ what: 'journal', command: 'journalctl -u letopis --since -1d' }],
		'check-mail': [...journal, check],
		'mend-mail-folder': [...journal, ...restart],
		'check-webhook': journal,
		'renew-webhook-token': [],
		'make-webhook-anew': [],
		'make-backup': [letopis('backup', `backup ${places.backup}`)],
		'drill-keys': [letopis('drill', `keys drill --from ${places.keys}`)],
	}
	return steps[remedy]
}
