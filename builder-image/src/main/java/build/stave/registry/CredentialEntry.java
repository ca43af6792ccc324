package build.stave.registry;

/**
 * A credential and where it was found.
 *
 * @param origin file or helper, for messages
 */
record CredentialEntry(Credential credential, String origin) {}
