import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.validation.SignedDocumentValidator;

/**
 * How many files per second EU DSS validates in one thread, without network and trusted certificates, once it is warm.
 * Arguments: seconds to warm up, seconds to measure, files. Prints files per second.
 */
public final class DssRate {
	public static void main(String[] args) {
		run(args, Double.parseDouble(args[0]));
		System.out.println(run(args, Double.parseDouble(args[1])));
	}

	private static double run(String[] args, double seconds) {
		long start = System.nanoTime();
		long done = 0;
		double passed = 0;
		while (passed < seconds) {
			for (int i = 2; i < args.length; i++) {
				SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(args[i]));
				validator.setCertificateVerifier(new CommonCertificateVerifier());
				if (validator.validateDocument().getSimpleReport().getSignaturesCount() < 1) throw new IllegalStateException(args[i]);
				done++;
			}
			passed = (System.nanoTime() - start) / 1e9;
		}
		return done / passed;
	}
}
