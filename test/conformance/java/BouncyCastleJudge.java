import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Date;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.ers.ERSByteData;
import org.bouncycastle.tsp.ers.ERSEvidenceRecord;

/**
 * Bouncy Castle's verdict on evidence records. Arguments in threes: record, document, certificate (DER) that issued the
 * signer's or is it. Prints a line for each: PASSED, or FAILED and why.
 */
public final class BouncyCastleJudge {
	public static void main(String[] args) throws Exception {
		Security.addProvider(new BouncyCastleProvider());
		for (int i = 0; i + 2 < args.length; i += 3) {
			try {
				judge(Path.of(args[i]), Path.of(args[i + 1]), Path.of(args[i + 2]));
				System.out.println("PASSED");
			} catch (Exception refusal) {
				System.out.println("FAILED " + String.valueOf(refusal.getMessage()).replace('\n', ' '));
			}
		}
	}

	private static void judge(Path file, Path document, Path issuer) throws Exception {
		ERSEvidenceRecord record =
			new ERSEvidenceRecord(Files.readAllBytes(file), new JcaDigestCalculatorProviderBuilder().build());
		X509CertificateHolder signer = record.getSigningCertificate();
		if (signer == null) throw new IllegalStateException("no signing certificate in the record");
		X509CertificateHolder trusted = new X509CertificateHolder(Files.readAllBytes(issuer));
		boolean issued = signer.isSignatureValid(new JcaContentVerifierProviderBuilder().build(trusted));
		if (!signer.equals(trusted) && !issued) throw new IllegalStateException("another authority");
		record.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
		record.validatePresent(new ERSByteData(Files.readAllBytes(document)), new Date());
	}
}
