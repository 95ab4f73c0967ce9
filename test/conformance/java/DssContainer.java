import eu.europa.esig.dss.enumerations.SubIndication;
import eu.europa.esig.dss.model.DSSException;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.File;
import java.util.Date;

/**
 * The verdicts of EU DSS on an ASiC container, without network. Arguments: file, time to judge at (ms since 1970), then
 * certificates to trust (DER). Prints the container's type, then a line for each signature and each evidence record, with
 * its name in the container, indication and sub-indication.
 */
public final class DssContainer {
	public static void main(String[] args) {
		CommonCertificateVerifier verifier = new CommonCertificateVerifier();
		CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
		for (int i = 2; i < args.length; i++) trusted.addCertificate(DSSUtils.loadCertificate(new File(args[i])));
		verifier.setTrustedCertSources(trusted);
		try {
			SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(args[0]));
			validator.setCertificateVerifier(verifier);
			validator.setValidationTime(new Date(Long.parseLong(args[1])));
			SimpleReport report = validator.validateDocument().getSimpleReport();
			System.out.println("container " + report.getContainerType());
			for (String id : report.getSignatureIdList()) print("signature", report, id);
			for (String id : report.getEvidenceRecordIdList()) print("evidence-record", report, id);
		} catch (DSSException | IllegalArgumentException refusal) {
			System.out.println("REFUSED " + String.valueOf(refusal.getMessage()).replace('\n', ' '));
		}
	}

	private static void print(String kind, SimpleReport report, String id) {
		SubIndication sub = report.getSubIndication(id);
		System.out.println(kind + " " + report.getTokenFilename(id) + " " + report.getIndication(id)
				+ (sub == null ? "" : " " + sub));
	}
}
