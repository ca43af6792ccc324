package build.stave.http;

import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Says what a failed connection means and what to do about it. */
final class ConnectionProblems {
  private ConnectionProblems() {}

  /** Whether the same attempt can succeed moments later. */
  static boolean isPassing(IOException failure) {
    return !(failure instanceof SSLException
        || has(failure, CertificateException.class)
        || has(failure, UnresolvedAddressException.class)
        || has(failure, UnknownHostException.class)
        || (failure instanceof ConnectException
            && !has(failure, HttpConnectTimeoutException.class)));
  }

  static StaveException explain(Request request, IOException failure) {
    String host = Urls.authority(request.uri());
    return problem(request.doing(), host, failure).exception(failure);
  }

  private static Problem problem(String doing, String host, IOException failure) {
    if (has(failure, UnresolvedAddressException.class)
        || has(failure, UnknownHostException.class)) {
      return Problem.remote(doing, "the host name of " + host + " is not known")
          .fix("check the name's spelling, and the DNS of this machine or pod")
          .because(Reason.SERVER_UNAVAILABLE)
          .canRetry();
    }
    if (has(failure, CertificateExpiredException.class)) {
      return Problem.remote(doing, "the certificate of " + host + " has expired")
          .fix("renew it on the server; --insecure-registry " + host + " accepts any certificate")
          .because(Reason.CERTIFICATE_INVALID);
    }
    if (has(failure, CertPathBuilderException.class)) {
      return Problem.remote(
              doing, "the certificate of " + host + " is signed by no authority known here")
          .fix("give the authority's certificate: --registry-ca " + host + "=FILE.pem")
          .because(Reason.CERTIFICATE_INVALID);
    }
    if (has(failure, CertificateException.class)) {
      return Problem.remote(
              doing, "the certificate of " + host + " is not valid for it: " + root(failure))
          .fix("use the name that the certificate holds")
          .because(Reason.CERTIFICATE_INVALID);
    }
    if (failure instanceof SSLException) {
      return tls(doing, host, failure);
    }
    if (failure instanceof HttpTimeoutException || has(failure, HttpTimeoutException.class)) {
      return Problem.remote(doing, host + " did not answer in time")
          .fix("check that it is up, and that a firewall or NetworkPolicy lets the traffic through")
          .because(Reason.SERVER_UNAVAILABLE)
          .canRetry();
    }
    if (root(failure).startsWith("Tunnel failed")) {
      return Problem.remote(
              doing, "the proxy opens no connection to " + host + ": " + root(failure))
          .fix("check HTTPS_PROXY, or name " + host + " in NO_PROXY")
          .because(Reason.SERVER_UNAVAILABLE)
          .canRetry();
    }
    if (failure instanceof ConnectException) {
      return Problem.remote(doing, "nothing accepts connections at " + host)
          .fix("check host and port, and that the server is up")
          .because(Reason.SERVER_UNAVAILABLE)
          .canRetry();
    }
    return Problem.remote(doing, "the connection to " + host + " failed: " + root(failure))
        .because(Reason.SERVER_UNAVAILABLE)
        .canRetry();
  }

  private static Problem tls(String doing, String host, IOException failure) {
    String reason = root(failure);
    String lower = reason.toLowerCase(Locale.ROOT);
    if (lower.contains("plaintext") || lower.contains("unrecognized ssl message")) {
      return Problem.remote(doing, host + " speaks plain HTTP, not TLS")
          .fix("allow it where that is meant: --insecure-registry " + host)
          .because(Reason.CERTIFICATE_INVALID);
    }
    if (lower.contains("bad_certificate") || lower.contains("certificate_required")) {
      return Problem.remote(doing, host + " wants a client certificate it trusts: " + reason)
          .fix("put client.cert and client.key into the certs.d folder of " + host)
          .because(Reason.CERTIFICATE_INVALID);
    }
    return Problem.remote(doing, "no TLS session with " + host + ": " + reason)
        .fix("check that the server offers TLS 1.2 or 1.3")
        .because(Reason.CERTIFICATE_INVALID);
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static String root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause().getMessage() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
