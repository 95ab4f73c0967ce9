/**
 * Look of the printed report: black on white, A4, without anything that would have to be loaded.
 * @module
 */
export const STYLE = `@page{size:A4;margin:18mm 16mm}
*{box-sizing:border-box}
html{color:#111;background:#fff;font:11pt/1.45 system-ui,"Segoe UI",Roboto,Arial,sans-serif}
body{max-width:180mm;margin:0 auto;padding:8mm}
header{border-bottom:2px solid #111;padding-bottom:3mm;margin-bottom:5mm}
header p{margin:0;color:#444;font-size:9.5pt}
h1{font-size:19pt;line-height:1.2;margin:1mm 0}
h2{font-size:13pt;margin:7mm 0 2mm;border-bottom:1px solid #999;break-after:avoid}
h3{font-size:11pt;margin:4mm 0 1mm;break-after:avoid}
p,ul,ol,table,dl{margin:0 0 2.5mm}
ul,ol{padding-left:5mm}
li{margin:0 0 1mm;break-inside:avoid}
.verdict{border:2px solid #111;border-left-width:5mm;padding:4mm 5mm}
.verdict p{margin:0;font-size:12pt}
.good{border-color:#196c2e}.bad{border-color:#a4161a}.open,.careful{border-color:#8a5a00}
.demo{font-weight:700;color:#a4161a}
table{border-collapse:collapse;width:100%;font-size:9.5pt}
th,td{text-align:left;vertical-align:top;padding:1mm 2mm 1mm 0;border-bottom:1px solid #ccc}
tr{break-inside:avoid}
.mark,.when{white-space:nowrap}.mark{font-weight:700}
.no{color:#a4161a}.unknown{color:#8a5a00}.yes{color:#196c2e}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.5mm 4mm;font-size:8.5pt;color:#333}
dt{margin:0}dd{margin:0;overflow-wrap:anywhere}
.mono,dd{font-family:ui-monospace,Consolas,monospace}
td{overflow-wrap:anywhere}
footer{margin-top:8mm;border-top:1px solid #999;padding-top:2mm;font-size:9pt;color:#444}
@media print{body{padding:0;max-width:none}}`
