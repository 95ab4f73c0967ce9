/** Words of forms made of an agenda: what is wrong with an answer, what an answer reads like. */
export const cs = {
	yes: 'Ano',
	no: 'Ne',
	street: 'Ulice a číslo domu',
	town: 'Obec',
	postcode: 'PSČ',
	notAnswered: 'Nevyplněno',
	onlyIf: (question: string, answers: string) =>
		`Vyplňte, jen pokud jste u „${question}“ uvedli: ${answers}.`,
	or: ' nebo ',
	upTo: (most: string) => `Nejvýš ${most} znaků.`,
	several: 'Můžete vybrat víc možností.',
	/** By the code of the problem; `label` is the question, `limit` what was exceeded. */
	problems: {
		required: (label: string) => `Vyplňte: ${label}`,
		malformed: (label: string) => `${label}: je tu znak, který sem nepatří`,
		'too-long': (label: string, limit: string) => `${label}: zkraťte na ${limit} znaků`,
		'not-a-number': (label: string) => `${label}: napište číslo, třeba 12`,
		'too-many-decimals': (label: string, limit: string) =>
			limit === '0' ? `${label}: napište celé číslo` : `${label}: za čárkou je nejvýš ${limit} míst`,
		'too-small': (label: string, limit: string) => `${label}: napište ${limit} nebo víc`,
		'too-large': (label: string, limit: string) => `${label}: napište ${limit} nebo méně`,
		'not-a-date': (label: string) => `${label}: napište den, měsíc a rok, třeba 27 3 2026`,
		'too-early': (label: string, limit: string) => `${label}: napište ${limit} nebo později`,
		'too-late': (label: string, limit: string) => `${label}: napište ${limit} nebo dříve`,
		'not-an-option': (label: string) => `Vyberte jednu z možností: ${label}`,
		'too-few': (label: string, limit: string) => `${label}: vyberte aspoň ${limit}`,
		'too-many': (label: string, limit: string) => `${label}: vyberte nejvýš ${limit}`,
		'not-an-email': (label: string) => `${label}: napište adresu, jako je jmeno@ukazkov.example`,
		'not-a-phone': (label: string) => `${label}: napište číslo o devíti číslicích, nebo s předvolbou +420`,
		'not-a-postcode': (label: string) => `${label}: PSČ má pět číslic, třeba 686 01`,
	},
}
