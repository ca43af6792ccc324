package build.stave.http;

import build.stave.problem.Problem;
import build.stave.problem.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Certificates and keys in PEM files (RFC 7468). */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private Pem() {}

  static List<Certificate> certificates(Path file) throws IOException {
    var certificates = new ArrayList<Certificate>();
    Matcher block = blocks(file);
    try {
      var factory = CertificateFactory.getInstance("X.509");
      while (block.find()) {
        if (block.group(1).equals("CERTIFICATE")) {
          certificates.add(factory.generateCertificate(new ByteArrayInputStream(decoded(block))));
        }
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw malformed(file, "holds a certificate that cannot be read").exception(e);
    }
    if (certificates.isEmpty()) {
      throw malformed(file, "holds no certificate")
          .fix("give a PEM file that begins with -----BEGIN CERTIFICATE-----")
          .exception();
    }
    return certificates;
  }

  /** The certificates that can be read; in the bundle of a system one may be too odd for Java. */
  static List<X509Certificate> readableCertificates(Path file) throws IOException {
    var certificates = new ArrayList<X509Certificate>();
    Matcher block = blocks(file);
    while (block.find()) {
      if (block.group(1).equals("CERTIFICATE")) {
        try {
          var factory = CertificateFactory.getInstance("X.509");
          certificates.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(decoded(block))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
          // as OpenSSL and Go do, the others count
        }
      }
    }
    return certificates;
  }

  static PrivateKey privateKey(Path file) throws IOException {
    Matcher block = blocks(file);
    while (block.find()) {
      if (block.group(1).equals("PRIVATE KEY")) {
        var encoded = new PKCS8EncodedKeySpec(decoded(block));
        Optional<PrivateKey> key =
            Stream.of("RSA", "EC", "EdDSA").flatMap(a -> key(a, encoded).stream()).findFirst();
        if (key.isPresent()) {
          return key.get();
        }
      }
    }
    throw malformed(file, "holds no private key in PKCS #8")
        .fix("convert it: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW")
        .exception();
  }

  private static Optional<PrivateKey> key(String algorithm, PKCS8EncodedKeySpec encoded) {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static Matcher blocks(Path file) throws IOException {
    return BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
  }

  private static byte[] decoded(Matcher block) {
    return Base64.getMimeDecoder().decode(block.group(2));
  }

  private static Problem malformed(Path file, String what) {
    return Problem.environment("prepare TLS", file + " " + what)
        .because(Reason.CERTIFICATE_INVALID);
  }
}
