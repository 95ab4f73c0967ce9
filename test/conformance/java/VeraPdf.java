import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * The verdicts of veraPDF on PDF/A files: for each file of the arguments a line with its flavour and whether it complies,
 * then the rules that it breaks.
 */
public final class VeraPdf {
	public static void main(String[] args) throws Exception {
		VeraGreenfieldFoundryProvider.initialise();
		for (String name : args) {
			try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(name))) {
				PDFAValidator validator = Foundries.defaultInstance().createValidator(parser.getFlavour(), false);
				ValidationResult result = validator.validate(parser);
				System.out.println(parser.getFlavour() + (result.isCompliant() ? " complies" : " fails"));
				for (TestAssertion one : result.getTestAssertions()) {
					if (one.getStatus() == TestAssertion.Status.FAILED)
						System.out.println("  " + one.getRuleId().getClause() + " " + one.getMessage());
				}
			}
		}
	}
}
