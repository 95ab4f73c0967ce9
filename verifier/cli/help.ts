/**
 * What `--help` prints.
 * @module
 */
import type { Language } from '../report.ts'

const en = `letopis-verify: checks receipts, packages and logs of Letopis, offline,
trusting nobody but your own trust file

  letopis-verify <package.asice> [--trust FILE] [--require LIST] [--roots FILE]
                 ... [--at TIME] [--algorithms FILE] [--report FILE]
                 [--json] [--lang cs|en]
  letopis-verify <receipt> [file] [--trust FILE] [--require LIST]
                 [--report FILE] [--json] [--lang cs|en]
  letopis-verify <record.ers> ... [file] [--trust FILE] [--at TIME]
                 [--algorithms FILE] [--report FILE] [--json] [--lang cs|en]
  letopis-verify audit <log URL or folder> [--trust FILE] [--state FILE]
                 [--earlier LOG] ... [--access-keys FILE] [--json]
                 [--lang cs|en]
  letopis-verify signatures <file.pdf|p7m|p7s|asice|asics> [content]
                 [--roots FILE] ... [--at TIME] [--existed TIME] [--json]
                 [--lang cs|en]

A package is one file with the document and all that speaks for it: receipt,
evidence records, the town's seal. Files in it that nothing vouches for are
named, and a trust file in it is ignored. A receipt is the JSON that the town
gave with the document, or its tlog-proof form. A file called *.ers is an
evidence record (RFC 4998); several are of one document, by several authorities.
The trust file says whose log you trust. Get it by a second way and compare its
fingerprint with the one on paper or on the town's board; one that came together
with the evidence proves nothing, nor does a verifier that did. With signatures,
the electronic signatures of a document are examined: who signed what, and what
was changed since (EN 319 102-1).

  --trust FILE     whom to trust; without it the answer is at best "cannot be
                   decided"
  --require LIST   time:    a trusted authority must bound the time from above
                   witness: somebody other than the log must have cosigned
                   seal:    of packages: sealed as the trust file says
                   or several, with commas between
  --state FILE     of an audit: remembers the head, for consistency next time,
                   and an interrupted run, which then goes on
  --earlier LOG    of an audit: URL or folder of a log that the audited one
                   continues: links into it are checked; may stand several times
  --access-keys FILE
                   of an audit: keys from the page of your filing, one in a line
                   with a name behind it: counts who read, and that no further
                   access (n + 1) is in the log; not with --state
  --at TIME        of packages, evidence records and signatures: judges as of a
                   day or instant in UTC instead of now
  --algorithms FILE
                   of packages and evidence records: until when algorithms
                   count, instead of the verifier's own table
  --roots FILE     of packages and signatures: certificates (PEM or DER) that you
                   trust, for signers of documents and time-stamps; may stand
                   several times
  --report FILE    of packages, receipts and evidence records: writes the report
                   as a page to print, too
  --existed TIME   of signatures: by when the file is proven to have existed,
                   as a receipt tells
  --json           the whole report as JSON
  --lang cs|en     language; else by LC_ALL, LC_MESSAGES, LANG

Exit codes
   0  agrees (audit: whole; signatures: TOTAL-PASSED, every one)
   1  differs or invalid (audit: anything wrong; signatures: TOTAL-FAILED, any)
   2  cannot be decided: no trust file, no file, quorum or --require unmet,
      interrupted (signatures: INDETERMINATE, any, or none found)
   3  superseded, annulled or disposed of, as far as is known
   4  not of a trusted log
  64  bad usage, or a file that cannot be read or written
  70  fault of this program, nothing was decided

Examples
  letopis-verify decision.asice --trust ukazkov.trust.json --report report.html
  letopis-verify decision.receipt.json decision.pdf \\
      --trust ukazkov.trust.json --require time
  letopis-verify decision.first.ers decision.pdf --trust ukazkov.trust.json
  letopis-verify audit https://ukazkov.example/log/1/ \\
      --trust ukazkov.trust.json --state ukazkov.state.json
  letopis-verify signatures decision.pdf --roots authorities.pem
`

const cs = `letopis-verify: ověří potvrzení, balíčky a knihy Letopisu, bez sítě a bez
důvěry v kohokoli kromě vašeho souboru důvěry

  letopis-verify <balíček.asice> [--trust SOUBOR] [--require SEZNAM]
                 [--roots SOUBOR] ... [--at ČAS] [--algorithms SOUBOR]
                 [--report SOUBOR] [--json] [--lang cs|en]
  letopis-verify <potvrzení> [soubor] [--trust SOUBOR] [--require SEZNAM]
                 [--report SOUBOR] [--json] [--lang cs|en]
  letopis-verify <záznam.ers> ... [soubor] [--trust SOUBOR] [--at ČAS]
                 [--algorithms SOUBOR] [--report SOUBOR] [--json]
                 [--lang cs|en]
  letopis-verify audit <adresa nebo složka knihy> [--trust SOUBOR]
                 [--state SOUBOR] [--earlier KNIHA] ...
                 [--access-keys SOUBOR] [--json] [--lang cs|en]
  letopis-verify signatures <soubor.pdf|p7m|p7s|asice|asics> [obsah]
                 [--roots SOUBOR] ... [--at ČAS] [--existed ČAS] [--json]
                 [--lang cs|en]

Balíček je jediný soubor s dokumentem a se vším, co o něm svědčí: potvrzením,
důkazními záznamy a pečetí úřadu. Soubory v něm, za které nic neručí, se
vyjmenují a přiložený soubor důvěry se nebere v úvahu.
Potvrzení je JSON, který úřad vydal k dokumentu, nebo jeho podoba tlog-proof.
Soubor *.ers je důkazní záznam (RFC 4998); více jich je k témuž dokumentu,
od více autorit. Soubor důvěry říká, čí knize věříte. Opatřete si jej jinou
cestou a jeho otisk porovnejte s otiskem na papíře nebo na úřední desce; soubor,
který přišel spolu s důkazem, nic nedokazuje, a stejně tak přiložený ověřovač.
Se slovem signatures se zkoumají elektronické podpisy dokumentu: kdo co podepsal
a co se od té doby změnilo (EN 319 102-1).

  --trust SOUBOR   komu věřit; bez něj je odpověď nanejvýš „nelze rozhodnout“
  --require SEZNAM time:    čas musí shora vymezit uznaná autorita
                   witness: spolupodepsat musí svědek jiný než kniha sama
                   seal:    u balíčků: zapečetěn, jak říká soubor důvěry
                   nebo více, oddělené čárkami
  --state SOUBOR   při auditu: pamatuje si hlavu pro příští kontrolu návaznosti
                   a přerušenou kontrolu, která pak pokračuje
  --earlier KNIHA  při auditu: adresa nebo složka knihy, na niž kontrolovaná
                   navazuje: ověří se i odkazy do ní; smí být vícekrát
  --access-keys SOUBOR
                   při auditu: klíče ze stránky vašeho podání, na řádku klíč a
                   za ním název: spočítá, kdo četl, a že další přístup (n + 1)
                   v knize není; ne se --state
  --at ČAS         u balíčků, důkazních záznamů a podpisů: posoudí ke dni nebo
                   okamžiku v UTC místo k nynějšku
  --algorithms SOUBOR
                   u balíčků a důkazních záznamů: dokdy se který algoritmus
                   počítá, místo vlastní tabulky ověřovače
  --roots SOUBOR   u balíčků a podpisů: certifikáty (PEM nebo DER), kterým
                   věříte, pro ty, kdo dokument podepsali, i časová razítka;
                   smí být vícekrát
  --report SOUBOR  u balíčků, potvrzení a důkazních záznamů: zapíše zprávu
                   i jako stránku k tisku
  --existed ČAS    u podpisů: kdy nejpozději soubor doloženě existoval, jak říká
                   potvrzení
  --json           celá zpráva jako JSON
  --lang cs|en     jazyk; jinak podle LC_ALL, LC_MESSAGES, LANG

Návratové kódy
   0  shoduje se (audit: celistvá; podpisy: všechny TOTAL-PASSED)
   1  neshoduje se nebo neplatné (audit: jakákoli závada; podpisy: některý
      TOTAL-FAILED)
   2  nelze rozhodnout: chybí soubor důvěry, dokument, kvorum nebo co žádá
      --require; přerušeno (podpisy: některý INDETERMINATE, nebo žádný)
   3  nahrazen, zrušen nebo skartován, pokud je známo
   4  není z důvěryhodné knihy
  64  chybné použití, nebo soubor nelze přečíst či zapsat
  70  chyba tohoto programu, nic nebylo rozhodnuto

Příklady
  letopis-verify rozhodnuti.asice --trust ukazkov.trust.json --report zprava.html
  letopis-verify rozhodnuti.receipt.json rozhodnuti.pdf \\
      --trust ukazkov.trust.json --require time
  letopis-verify rozhodnuti.prvni.ers rozhodnuti.pdf --trust ukazkov.trust.json
  letopis-verify audit https://ukazkov.example/log/1/ \\
      --trust ukazkov.trust.json --state ukazkov.state.json
  letopis-verify signatures rozhodnuti.pdf --roots autority.pem
`

export const help: Readonly<Record<Language, string>> = { cs, en }
