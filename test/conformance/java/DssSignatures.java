import eu.europa.esig.dss.enumerations.SubIndication;
import eu.europa.esig.dss.model.DSSException;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.File;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/**
 * The verdicts of EU DSS on the signatures of files, without network. Arguments in threes: file, certificate to trust (DER)
 * or "-", time to judge at (ms since 1970) or "-". Prints a line for each: indication and sub-indication of every signature,
 * separated by "; ".
 */
public final class DssSignatures {
	public static void main(String[] args) {
		for (int i = 0; i + 2 < args.length; i += 3) {
			try {
				System.out.println(judge(args[i], args[i + 1], args[i + 2]));
			} catch (DSSException | IllegalArgumentException refusal) {
				System.out.println("REFUSED " + String.valueOf(refusal.getMessage()).replace('\n', ' '));
			}
		}
	}

	private static String judge(String file, String certificate, String time) {
		CommonCertificateVerifier verifier = new CommonCertificateVerifier();
		if (!certificate.equals("-")) {
			CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
			trusted.addCertificate(DSSUtils.loadCertificate(new File(certificate)));
			verifier.setTrustedCertSources(trusted);
		}
		SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(file));
		validator.setCertificateVerifier(verifier);
		if (!time.equals("-")) validator.setValidationTime(new Date(Long.parseLong(time)));
		SimpleReport report = validator.validateDocument().getSimpleReport();
		List<String> verdicts = new ArrayList<>();
		for (String id : report.getSignatureIdList()) {
			SubIndication sub = report.getSubIndication(id);
			verdicts.add(report.getIndication(id) + (sub == null ? "" : " " + sub));
		}
		return String.join("; ", verdicts);
	}
}
