import java.io.File;
import java.io.InputStream;
import javax.xml.XMLConstants;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.SAXException;

/**
 * The verdicts of the JDK's own XML Schema validator. Arguments: the schema, then files. Prints a line for each: VALID, or
 * INVALID and why. Nothing is fetched: what a schema refers to by name lies beside it, and the schemas of XML signatures and of the
 * namespace xml, which others import, are those of the libraries.
 */
public final class SchemaJudge {
	public static void main(String[] args) throws Exception {
		SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
		factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
		factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
		InputStream xml = SchemaJudge.class.getResourceAsStream("/xsd/xml.xsd");
		InputStream signatures = SchemaJudge.class.getResourceAsStream("/xsd/xmldsig-core-schema.xsd");
		Schema schema = factory.newSchema(new Source[] {new StreamSource(xml), new StreamSource(signatures), new StreamSource(new File(args[0]))});
		for (int i = 1; i < args.length; i++) {
			Validator validator = schema.newValidator();
			validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
			validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
			try {
				validator.validate(new StreamSource(new File(args[i])));
				System.out.println("VALID");
			} catch (SAXException refusal) {
				System.out.println("INVALID " + String.valueOf(refusal.getMessage()).replace('\n', ' '));
			}
		}
	}
}
