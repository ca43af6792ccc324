/** What can go wrong, as values: each error says what was being done, where, and what to do. */
@NullMarked
package build.stave.problem;

import org.jspecify.annotations.NullMarked;
