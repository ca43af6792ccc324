/** Users and groups of a root file system: who USER and {@code --chown} mean. */
@NullMarked
package build.stave.accounts;

import org.jspecify.annotations.NullMarked;
