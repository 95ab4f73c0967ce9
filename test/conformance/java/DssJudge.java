import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.File;
import java.util.Date;
import java.util.List;

/**
 * The verdict of EU DSS on evidence records. Arguments: the time to judge at (ms since 1970), then in threes: record, document, the certificates (DER) of all its
 * signers, which are trusted directly: an authority of a test publishes no revocation lists. Prints a line for each: the indication,
 * and why if it is not PASSED.
 */
public final class DssJudge {
	public static void main(String[] args) {
		Date at = new Date(Long.parseLong(args[0]));
		for (int i = 1; i + 2 < args.length; i += 3) {
			try {
				System.out.println(judge(args[i], args[i + 1], args[i + 2], at));
			} catch (Exception refusal) {
				System.out.println("FAILED " + String.valueOf(refusal.getMessage()).replace('\n', ' '));
			}
		}
	}

	private static String judge(String record, String document, String certificate, Date at) {
		CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
		for (String file : certificate.split(File.pathSeparator))
			trusted.addCertificate(DSSUtils.loadCertificate(new File(file)));
		CommonCertificateVerifier verifier = new CommonCertificateVerifier();
		verifier.setTrustedCertSources(trusted);
		SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(record));
		validator.setCertificateVerifier(verifier);
		validator.setValidationTime(at);
		validator.setDetachedContents(List.of((DSSDocument) new FileDocument(document)));
		SimpleReport report = validator.validateDocument().getSimpleReport();
		String id = report.getEvidenceRecordIdList().get(0);
		return report.getIndication(id) + " " + report.getAdESValidationErrors(id);
	}
}
