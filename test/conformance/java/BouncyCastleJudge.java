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
 * Bouncy Castle's verdict on evidence records. Arguments: the time to judge at (ms since 1970), then in threes: record,
 * document, certificate (DER) that issued the signer's or is it. Prints a line for each: PASSED, or FAILED and why.
 */
public final class BouncyCastleJudge {
	public static void main(String[] args) throws Exception {
		Security.addProvider(new BouncyCastleProvider());
		Date at = new Date(Long.parseLong(args[0]));
		for (int i = 1; i + 2 < args.length; i += 3) {
			try {
				judge(Path.of(args[i]), Path.of(args[i + 1]), Path.of(args[i + 2]), at);
				System.out.println("PASSED");
			} catch (Exception refusal) {
				System.out.println("FAILED " + String.valueOf(refusal.getMessage()).replace('\n', ' '));
			}
		}
	}

	private static void judge(Path file, Path document, Path issuer, Date at) throws Exception {
		ERSEvidenceRecord record =
			new ERSEvidenceRecord(Files.readAllBytes(file), new JcaDigestCalculatorProviderBuilder().build());
		X509CertificateHolder signer = record.getSigningCertificate();
		if (signer == null) throw new IllegalStateException("no signing certificate in the record");
		X509CertificateHolder trusted = new X509CertificateHolder(Files.readAllBytes(issuer));
		boolean issued = signer.isSignatureValid(new JcaContentVerifierProviderBuilder().build(trusted));
		if (!signer.equals(trusted) && !issued) throw new IllegalStateException("another authority");
		record.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
		record.validatePresent(new ERSByteData(Files.readAllBytes(document)), at);
	}
}
