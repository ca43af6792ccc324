/** The Dockerfile language: text to typed instructions with source ranges. Pure. */
@NullMarked
package build.stave.dockerfile;

import org.jspecify.annotations.NullMarked;
