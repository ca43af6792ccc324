package build.stave.registry;

/** What a person or service shows to a registry. Never prints its secret. */
sealed interface Credential {

  /** A user's name and password. */
  record Basic(String user, String password) implements Credential {
    @Override
    public String toString() {
      return "password of " + user;
    }
  }

  /** A refresh token, for which the token server hands out short-lived ones. */
  record IdentityToken(String token) implements Credential {
    @Override
    public String toString() {
      return "identity token";
    }
  }

  /** A bearer token for the registry itself. */
  record RegistryToken(String token) implements Credential {
    @Override
    public String toString() {
      return "registry token";
    }
  }
}
