/** The system calls that the JDK does not offer. The only package that uses java.lang.foreign. */
@NullMarked
package build.stave.linux;

import org.jspecify.annotations.NullMarked;
