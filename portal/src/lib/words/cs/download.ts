/** Words of a file of a document that could not be had. */
export const cs = {
	titles: {
		obsah: 'Dokument se nepodařilo stáhnout',
		potvrzeni: 'Potvrzení se nepodařilo stáhnout',
		dolozka: 'Doložku se nepodařilo připravit',
		balicek: 'Důkazní balíček se nepodařilo připravit',
	},
	kept: 'Na dokumentu ani na jeho zápisu se nic nezměnilo.',
	again: 'Zkusit znovu',
	back: 'Zpět k dokumentu',
}
