import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.module.jakarta.xmlbind.JakartaXmlBindAnnotationIntrospector;
import com.sun.net.httpserver.HttpServer;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.ws.validation.common.RemoteDocumentValidationService;
import eu.europa.esig.dss.ws.validation.dto.DataToValidateDTO;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The validation service of EU DSS over HTTP on the loopback, as its web application serves it: the service, the objects of
 * its answers and the way they become JSON are DSS's own, only the server around them is the JDK's. Arguments: certificates
 * to trust (DER). Prints its port, and ends with its input.
 */
public final class DssService {
	public static void main(String[] args) throws Exception {
		CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
		for (String file : args) trusted.addCertificate(DSSUtils.loadCertificate(new File(file)));
		CommonCertificateVerifier verifier = new CommonCertificateVerifier();
		verifier.setTrustedCertSources(trusted);
		RemoteDocumentValidationService service = new RemoteDocumentValidationService();
		service.setVerifier(verifier);
		ObjectMapper json = new ObjectMapper();
		json.setAnnotationIntrospector(new JakartaXmlBindAnnotationIntrospector(TypeFactory.defaultInstance()));
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/services/rest/validation/validateSignature", exchange -> {
			try (exchange) {
				byte[] answer;
				int status = 200;
				try {
					DataToValidateDTO data = json.readValue(exchange.getRequestBody(), DataToValidateDTO.class);
					answer = json.writeValueAsBytes(service.validateDocument(data));
				} catch (Exception refusal) {
					status = 500;
					answer = String.valueOf(refusal).getBytes();
				}
				exchange.getResponseHeaders().set("Content-Type", "application/json");
				exchange.sendResponseHeaders(status, answer.length);
				exchange.getResponseBody().write(answer);
			}
		});
		server.start();
		System.out.println(server.getAddress().getPort());
		System.in.transferTo(java.io.OutputStream.nullOutputStream());
		server.stop(0);
	}
}
