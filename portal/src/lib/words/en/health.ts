import type { cs } from '../cs/health.ts'

export const en: typeof cs = {
	title: 'Health of the system',
	allWell: 'All is well.',
	allWellText: 'Nothing waits for you.',
	waiting: {
		one: 'One thing waits for you',
		two: 'Two things wait for you',
		three: 'Three things wait for you',
		four: 'Four things wait for you',
		many: (n: string) => `${n} things wait for you`,
	},
	atOnce: {
		all: ', to be done now.',
		one: ', one of them now.',
		few: ', # of them now.',
		other: ', # of them now.',
		none: '.',
	},
	toDo: 'What is to be done',
	well: 'In order',
	advised: 'Worth considering',
	states: { ok: 'in order', soon: 'soon', now: 'now', unset: 'not set' },
	asOf: 'As of',
	reload: 'Look again',
	refreshing: 'The page renews itself every minute.',
	paused: 'The page stopped renewing itself: nobody has been here for ten minutes.',
	lost: 'It could not be renewed just now; we try again in a minute.',
	ended: 'Your session has ended; the page renews itself no more. Load it again.',
	changed: 'The state has changed.',
	how: 'How to',
	where: 'Type the commands on the office’s server. Put your own folders into them.',
	version: 'Version',
	origin: 'Log',
	failures: 'What failed in the last 24 hours',
	failuresText: 'The reference is found in the journal of the service. Nothing that was confirmed is lost.',
	failureColumns: { time: 'Time', route: 'Where', what: 'What', instance: 'Reference' },
	names: {
		signing: 'Recording',
		head: 'Published head of the log',
		witness: 'Witness',
		authority: 'Time-stamps',
		renewal: 'Renewal of time-stamps',
		clock: 'Clock of the server',
		disk: 'Space on the disk',
		vault: 'Stored documents',
		projection: 'Index',
		key: 'Keys of the office',
		certificate: 'Certificate',
		jobs: 'Work in the background',
		mail: 'Mail',
		webhook: 'Connected systems',
		backup: 'Backup',
		drill: 'Drill with the keys',
	},
	signing: {
		ok: 'New documents are recorded.',
		frozen: 'Signing is frozen. Nothing new is recorded; reading and verifying go on.',
		stopped: 'Recording stopped because the disk failed. What was confirmed is recorded.',
	},
	head: {
		none: 'None yet. The first comes a few seconds after the first entry.',
		all: (size: string) => `Covers all ${size} entries.`,
		some: (size: string, waiting: string) => `Covers ${size} entries; ${waiting} wait for the next head.`,
	},
	witness: {
		inTime: 'Cosigns heads without delay.',
		late: (lag: string) => `The oldest head without cosignature waits ${lag}.`,
		none: 'No witness is set. A witness is somebody else’s server that confirms that the office shows everybody the same log.',
		noneText: 'Add one to letopis.toml in the section [[witness]], best from a neighbouring office.',
	},
	authority: {
		none: 'No authority is set: the time of entries rests on the clock of the office alone.',
		never: 'No stamp yet.',
		last: (at: string) => `The last one ${at}.`,
		inTime: 'Nothing waits.',
		late: (lag: string) => `The oldest entry without a stamp waits ${lag}.`,
		left: { one: '# stamp is left this year.', other: '# stamps are left this year.' },
		noQuota: 'No yearly limit.',
		development: 'built in for development',
		untrusted: 'This authority proves nothing to anybody else.',
	},
	renewal: {
		ok: 'Nothing failed. Stamps are renewed by themselves before they end.',
		failed: (at: string) =>
			`Did not succeed ${at}, or concerns withdrawn certificates. It is tried again every day; the stamps hold for the time being.`,
	},
	clock: {
		ok: (at: string) => `Agrees with the time-stamps: ${at}.`,
		wrong: (at: string) => `Disagrees with the time-stamps: ${at}. Nothing new is recorded.`,
	},
	disk: {
		unknown: 'The free space could not be found out.',
		free: (free: string, reserve: string) => `${free} free. Below ${reserve} recording stops.`,
	},
	vault: {
		ok: 'The running check has found no damage.',
		damaged: { one: '# damaged place.', other: '# damaged places.' },
	},
	projection: {
		ok: (n: string) => `Knows all ${n} entries.`,
		broken: 'It is no longer kept up. Searches and lists are not complete; the log itself is sound.',
	},
	key: {
		fact: { one: '# key. It has no end of its own.', other: '# keys. They have no end of their own.' },
		list: 'Which ones',
		purposes: {
			'heads (Ed25519)': 'heads of the log (Ed25519)',
			'heads (ML-DSA-44)': 'heads of the log (ML-DSA-44)',
			status: 'statements of state',
			'encryption, in force': 'encryption, in force',
			'encryption, being retired': 'encryption, being retired',
		},
	},
	certificate: {
		valid: (until: string, when: string) => `Valid until ${until}, ends ${when}.`,
		over: (until: string, when: string) => `Was valid until ${until}, ended ${when}.`,
		unreadable: 'The file of the certificate cannot be read.',
		names: { server: 'of the web', client: 'for signing in to', root: 'of the authority' },
	},
	jobs: {
		ok: 'Nothing failed in the last 24 hours.',
		failed: { one: '# failure in the last 24 hours.', other: '# failures in the last 24 hours.' },
	},
	mail: {
		ok: 'The server takes mail.',
		broken: 'The folder in which mail waits cannot be used. Nothing is sent, and nothing waits.',
		failing: (at) => `The server has taken nothing since ${at}. After three days a message is dropped.`,
		waiting: { one: '# message waits.', other: '# messages wait.' },
	},
	webhook: {
		ok: { one: '# connected system is told of events.', other: '# connected systems are told of events.' },
		failing: (at) =>
			`It has not taken an event that is being delivered since ${at}. Nothing is lost; it is tried again.`,
		attempts: { one: '# attempt.', other: '# attempts.' },
		resting: 'The token by which it was subscribed is no longer valid. Nothing is sent to it.',
		gone: (at) => `It refused the subscription, which ended ${at}. Nothing is sent to it any more.`,
	},
	backup: {
		never: 'None yet. Without one, a broken disk would take the documents with it.',
		last: (at: string, when: string) => `The last whole one ${at}, ${when}.`,
	},
	drill: {
		never: 'None yet. Nobody knows whether the copy of the keys would save the office.',
		last: (at: string, when: string) => `The last that passed ${at}, ${when}.`,
	},
	lags: {
		seconds: { one: '# second', other: '# seconds' },
		minutes: { one: '# minute', other: '# minutes' },
		hours: { one: '# hour', other: '# hours' },
		days: { one: '# day', other: '# days' },
	},
	remedies: {
		'resume-or-succeed':
			'Find out from the journal why signing was frozen. Then stop the service. If a copy from elsewhere shows that nothing is missing, the log goes on; otherwise it is closed and the next one opened.',
		'mend-disk-and-restart':
			'Find out from the journal what happened to the disk, mend it and start the service again.',
		'wait-or-see-journal':
			'Usually it is enough to wait a minute. If that does not help, look into the journal.',
		'check-witness':
			'Check that the server of the witness runs and can be reached from here. The journal has what it answered.',
		'check-authority':
			'Check the connection and the credentials for the authority. The journal has what it answered.',
		'buy-stamps':
			'Order more stamps from the authority and write their number into letopis.toml as quota_per_year. Then start the service again.',
		'configure-authority':
			'Make a contract with a qualified authority and write it into letopis.toml in the section [[authority]]. Then start the service again.',
		'renew-stamps':
			'The forecast says what failed, when the stamps end and what to do. Then try the renewal at once.',
		'set-clock': 'Have the clock set from the network. Recording resumes by itself once the clock agrees.',
		'free-disk': 'Find out what fills the disk and make room, or add a disk. Delete no file of Letopis.',
		'run-fsck':
			'Stop the service, find out the extent and repair the damaged copy from the sound one. What is damaged in both only a backup gives back (letopis restore into an empty folder).',
		'run-reindex': 'Stop the service and rebuild the index from the log. Nothing is lost by it.',
		'renew-certificate':
			'Renew the certificate with whoever issued it, replace the file and start the service again.',
		'see-journal': 'Look into the journal for what happened. There is a list at the end of this page.',
		'check-mail':
			'Check that the mail server runs and can be reached from here, and the settings in letopis.toml, section [mail]. What waits is then sent by itself.',
		'mend-mail-folder':
			'Find out from the journal why. The folder mail in the data must belong to the service. Then restart the service.',
		'check-webhook':
			'Check with whoever keeps that system that it runs and answers. Delivery then goes on by itself, from the first event not taken.',
		'renew-webhook-token':
			'Grant the system a new token under Tokens, and let it subscribe again with it. Then end the old subscription through the API.',
		'make-webhook-anew':
			'Ask whoever keeps that system whether that was wanted. If not, let it subscribe again.',
		'make-backup': 'Back up to another disk, best every night. The service may go on running.',
		'drill-keys':
			'Bring the copy of the keys from its safe place and try it. Once a year is enough; the service may go on running.',
	},
	steps: {
		journal: 'journal of the service',
		stop: 'stop',
		start: 'start',
		restart: 'start again',
		resume: 'go on, where a copy shows that nothing is missing',
		succeed: 'or close this log and open the next; it cannot be taken back',
		check: 'check the settings',
		forecast: 'what failed, and until when there is time',
		renew: 'try at once',
		space: 'what fills the disk',
		fsck: 'find out the extent',
		repair: 'repair from the sound copy',
		reindex: 'rebuild',
		clock: 'set from the network',
		clockState: 'check',
		backup: 'back up',
		drill: 'try the copy of the keys',
	},
	places: { copy: '/mnt/second-copy', backup: '/mnt/backup/letopis', keys: '/mnt/safe/keys' },
}
