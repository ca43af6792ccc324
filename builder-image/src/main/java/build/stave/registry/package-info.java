/**
 * Pull and push (OCI distribution-spec): credentials, tokens, mirrors, blobs, mounts, manifests.
 * Every byte that is handed on has been verified.
 */
@NullMarked
package build.stave.registry;

import org.jspecify.annotations.NullMarked;
