import type { Plural } from '#lib/locale/format.ts'

/** Words of the page that says how the town's machine is. */
export const cs = {
	title: 'Stav systému',
	allWell: 'Vše je v pořádku.',
	allWellText: 'Nic na vás nečeká.',
	waiting: {
		one: 'Jedna věc čeká na vás',
		two: 'Dvě věci čekají na vás',
		three: 'Tři věci čekají na vás',
		four: 'Čtyři věci čekají na vás',
		many: (n: string) => `${n} věcí čeká na vás`,
	},
	atOnce: { all: ' hned.', one: ', jedna hned.', few: ', # hned.', other: ', # hned.', none: '.' },
	toDo: 'Co je třeba udělat',
	well: 'V pořádku',
	advised: 'Stojí za zvážení',
	states: { ok: 'v pořádku', soon: 'brzy', now: 'hned', unset: 'nenastaveno' },
	asOf: 'Zjištěno',
	reload: 'Zjistit znovu',
	refreshing: 'Stránka se obnovuje sama každou minutu.',
	paused: 'Obnovování se zastavilo, protože u stránky deset minut nikdo není.',
	lost: 'Obnovit se teď nepodařilo; za minutu to zkusíme znovu.',
	ended: 'Přihlášení skončilo, stránka se už neobnovuje. Načtěte ji znovu.',
	changed: 'Stav se změnil.',
	how: 'Jak na to',
	where: 'Příkazy pište na serveru úřadu. Složky v nich nahraďte svými.',
	version: 'Verze',
	origin: 'Kniha',
	failures: 'Co selhalo za posledních 24 hodin',
	failuresText: 'Označení najdete v deníku služby. Nic z toho, co bylo potvrzeno, se neztratilo.',
	failureColumns: { time: 'Čas', route: 'Kde', what: 'Co', instance: 'Označení' },
	names: {
		signing: 'Zápis',
		head: 'Zveřejněná hlava knihy',
		witness: 'Svědek',
		authority: 'Časová razítka',
		renewal: 'Obnova časových razítek',
		clock: 'Hodiny serveru',
		disk: 'Místo na disku',
		vault: 'Uložené dokumenty',
		projection: 'Rejstřík',
		key: 'Klíče úřadu',
		certificate: 'Certifikát',
		jobs: 'Práce na pozadí',
		mail: 'E-mail',
		webhook: 'Napojené systémy',
		backup: 'Záloha',
		drill: 'Zkouška obnovy klíčů',
	},
	signing: {
		ok: 'Nové dokumenty se zapisují.',
		frozen: 'Podepisování je zmrazené. Nic nového se nezapisuje, číst a ověřovat lze dál.',
		stopped: 'Zápis se zastavil, protože selhal disk. Co bylo potvrzeno, je zapsáno.',
	},
	head: {
		none: 'Zatím žádná. První vznikne několik vteřin po prvním zápisu.',
		all: (size: string) => `Zahrnuje všech ${size} zápisů.`,
		some: (size: string, waiting: string) => `Zahrnuje ${size} zápisů, na další hlavu čeká ${waiting}.`,
	},
	witness: {
		inTime: 'Stvrzuje hlavy bez prodlení.',
		late: (lag: string) => `Nejstarší nestvrzená hlava čeká ${lag}.`,
		none: 'Žádný svědek není nastaven. Svědek je cizí server, který stvrzuje, že úřad neukazuje každému jinou knihu.',
		noneText: 'Přidejte jej do letopis.toml v oddílu [[witness]], nejlépe ze sousedního úřadu.',
	},
	authority: {
		none: 'Žádná autorita není nastavena: čas zápisů dokládají jen hodiny úřadu.',
		never: 'Zatím žádné razítko.',
		last: (at: string) => `Poslední ${at}.`,
		inTime: 'Nic nečeká.',
		late: (lag: string) => `Nejstarší neorazítkovaný zápis čeká ${lag}.`,
		left: {
			one: 'Letos zbývá # razítko.',
			few: 'Letos zbývají # razítka.',
			other: 'Letos zbývá # razítek.',
		} as Plural,
		noQuota: 'Bez ročního omezení.',
		development: 'vestavěná pro vývoj',
		untrusted: 'Tato autorita nikomu jinému nic nedokazuje.',
	},
	renewal: {
		ok: 'Nic neselhalo. Razítka se obnovují sama dříve, než skončí.',
		failed: (at: string) =>
			`Naposledy se nezdařila ${at}, nebo jde o odvolané certifikáty. Zkouší se znovu každý den; razítka zatím platí.`,
	},
	clock: {
		ok: (at: string) => `Souhlasí s časovými razítky: ${at}.`,
		wrong: (at: string) => `Nesouhlasí s časovými razítky: ${at}. Nic nového se nezapisuje.`,
	},
	disk: {
		unknown: 'Volné místo se nepodařilo zjistit.',
		free: (free: string, reserve: string) => `Volných ${free}. Pod ${reserve} se přestane zapisovat.`,
	},
	vault: {
		ok: 'Průběžná kontrola nenašla žádné poškození.',
		damaged: { one: 'Poškozené # místo.', few: 'Poškozená # místa.', other: 'Poškozených # míst.' } as Plural,
	},
	projection: {
		ok: (n: string) => `Zná všech ${n} zápisů.`,
		broken: 'Přestal se doplňovat. Hledání a seznamy nejsou úplné; kniha sama je v pořádku.',
	},
	key: {
		fact: {
			one: '# klíč. Konec platnosti nemá.',
			few: '# klíče. Konec platnosti nemají.',
			other: '# klíčů. Konec platnosti nemají.',
		} as Plural,
		list: 'Které to jsou',
		purposes: {
			'heads (Ed25519)': 'hlavy knihy (Ed25519)',
			'heads (ML-DSA-44)': 'hlavy knihy (ML-DSA-44)',
			status: 'prohlášení o stavu',
			'encryption, in force': 'šifrování, platný',
			'encryption, being retired': 'šifrování, dosluhuje',
		} as Readonly<Record<string, string>>,
	},
	certificate: {
		valid: (until: string, when: string) => `Platí do ${until}, končí ${when}.`,
		over: (until: string, when: string) => `Platil do ${until}, skončil ${when}.`,
		unreadable: 'Soubor s certifikátem se nedá přečíst.',
		names: { server: 'webu', client: 'pro přihlášení k', root: 'autority' } as Readonly<
			Record<string, string>
		>,
	},
	jobs: {
		ok: 'Za posledních 24 hodin nic neselhalo.',
		failed: {
			one: 'Za posledních 24 hodin # selhání.',
			few: 'Za posledních 24 hodin # selhání.',
			other: 'Za posledních 24 hodin # selhání.',
		} as Plural,
	},
	mail: {
		ok: 'Server poštu přijímá.',
		broken: 'Složka, ve které pošta čeká, se nedá použít. Nic se neodesílá ani nečeká.',
		failing: (at: string) => `Server nepřijal nic od ${at}. Po třech dnech se zpráva zahodí.`,
		waiting: { one: 'Čeká # zpráva.', few: 'Čekají # zprávy.', other: 'Čeká # zpráv.' } as Plural,
	},
	webhook: {
		ok: {
			one: '# napojený systém odebírá.',
			few: '# napojené systémy odebírají.',
			other: '# napojených systémů odebírá.',
		} as Plural,
		failing: (at: string) =>
			`Nepřijal událost, která se mu doručuje od ${at}. Nic se neztratí, zkouší se znovu.`,
		attempts: { one: '# pokus.', few: '# pokusy.', other: '# pokusů.' } as Plural,
		resting: 'Token, na který odebíral, už neplatí. Nic se mu neposílá.',
		gone: (at: string) => `Odběr odmítl a skončil ${at}. Nic se mu už neposílá.`,
	},
	backup: {
		never: 'Zatím žádná. Bez zálohy by porucha disku smazala dokumenty.',
		last: (at: string, when: string) => `Poslední úplná ${at}, ${when}.`,
	},
	drill: {
		never: 'Zatím žádná. Nikdo neví, zda kopie klíčů úřad zachrání.',
		last: (at: string, when: string) => `Poslední úspěšná ${at}, ${when}.`,
	},
	lags: {
		seconds: { one: '# vteřinu', few: '# vteřiny', other: '# vteřin' } as Plural,
		minutes: { one: '# minutu', few: '# minuty', other: '# minut' } as Plural,
		hours: { one: '# hodinu', few: '# hodiny', other: '# hodin' } as Plural,
		days: { one: '# den', few: '# dny', other: '# dní' } as Plural,
	},
	remedies: {
		'resume-or-succeed':
			'Zjistěte z deníku, proč se podepisování zmrazilo. Pak službu zastavte. Doložíte-li kopií odjinud, že nic nechybí, kniha pokračuje; jinak se uzavře a založí se další.',
		'mend-disk-and-restart': 'Zjistěte z deníku, co se s diskem stalo, opravte jej a službu spusťte znovu.',
		'wait-or-see-journal': 'Obvykle stačí minutu počkat. Nepomůže-li to, podívejte se do deníku.',
		'check-witness': 'Ověřte, že server svědka běží a je odtud dosažitelný. V deníku je, co odpověděl.',
		'check-authority': 'Ověřte připojení a přihlašovací údaje k autoritě. V deníku je, co odpověděla.',
		'buy-stamps':
			'Objednejte u autority další razítka a jejich počet zapište do letopis.toml jako quota_per_year. Pak službu spusťte znovu.',
		'configure-authority':
			'Sjednejte kvalifikovanou autoritu a zapište ji do letopis.toml v oddílu [[authority]]. Pak službu spusťte znovu.',
		'renew-stamps': 'Výhled řekne, co selhalo, kdy razítka skončí a co udělat. Obnovu pak zkuste hned.',
		'set-clock': 'Zapněte seřizování hodin ze sítě. Zápis se obnoví sám, jakmile hodiny souhlasí.',
		'free-disk': 'Zjistěte, co disk zabírá, a uvolněte místo, nebo přidejte disk. Soubory Letopisu nemažte.',
		'run-fsck':
			'Zastavte službu, zjistěte rozsah a opravte poškozenou kopii ze zdravé. Co je poškozené v obou, vrátí jen obnova ze zálohy (letopis restore do prázdné složky).',
		'run-reindex': 'Zastavte službu a rejstřík sestavte znovu z knihy. Nic se tím neztratí.',
		'renew-certificate': 'Obnovte certifikát u toho, kdo jej vydal, nahraďte soubor a službu spusťte znovu.',
		'see-journal': 'Podívejte se do deníku, co se stalo. Přehled je na konci této stránky.',
		'check-mail':
			'Ověřte, že poštovní server běží a je odtud dosažitelný, a nastavení v letopis.toml, oddíl [mail]. Co čeká, se pak odešle samo.',
		'mend-mail-folder':
			'Zjistěte z deníku proč. Složka mail v datech musí patřit službě. Pak službu spusťte znovu.',
		'check-webhook':
			'Ověřte se správcem toho systému, že běží a odpovídá. Doručování pak pokračuje samo, od první nepřijaté události.',
		'renew-webhook-token':
			'Vydejte systému nový token na stránce Přístupy programů a ať si jím odběr založí znovu. Starý pak ukončete přes API.',
		'make-webhook-anew':
			'Zeptejte se správce toho systému, zda to tak chtěl. Pokud ne, ať si odběr založí znovu.',
		'make-backup': 'Zálohujte na jiný disk, nejlépe každou noc. Služba přitom může běžet.',
		'drill-keys':
			'Přineste kopii klíčů z bezpečného místa a vyzkoušejte ji. Stačí jednou za rok; služba přitom může běžet.',
	},
	steps: {
		journal: 'deník služby',
		stop: 'zastavit',
		start: 'spustit',
		restart: 'spustit znovu',
		resume: 'pokračovat, když kopie dokládá, že nic nechybí',
		succeed: 'nebo uzavřít a otevřít další knihu; vrátit to nejde',
		check: 'zkontrolovat nastavení',
		forecast: 'co selhalo a do kdy je čas',
		renew: 'zkusit hned',
		space: 'co disk zabírá',
		fsck: 'zjistit rozsah',
		repair: 'opravit ze zdravé kopie',
		reindex: 'sestavit znovu',
		clock: 'seřizovat ze sítě',
		clockState: 'ověřit',
		backup: 'zálohovat',
		drill: 'vyzkoušet kopii klíčů',
	},
	places: {
		copy: '/mnt/druha-kopie',
		backup: '/mnt/zaloha/letopis',
		keys: '/mnt/trezor/keys',
	},
}
