package build.stave.source;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;

/** Repositories on a server: ordinary ones by git itself, hostile ones object by object. */
public final class Repositories {
  private final Path root;

  public Repositories(Path root) {
    this.root = root;
  }

  /** Where they lie. */
  public Path root() {
    return root;
  }

  /**
   * A repository with six commits on main, of which {@code file} tells the number; {@code old} and
   * the annotated tag {@code v2} are at the second. No reference is at the third but one that is
   * not a branch: {@code refs/pull/7/head}.
   */
  public Repositories history(String name) throws IOException, InterruptedException {
    Shell.run(
        root,
        """
        git init -q -b main work && cd work
        mkdir sub && echo S > sub/file && printf '#!/bin/sh' > run && chmod +x run && ln -s sub/file link
        for i in 1 2 3 4 5 6; do
          echo $i > file && git add . && git commit -q -m $i
          [ $i != 2 ] || { git tag -a v2 -m v2 && git branch old; }
          [ $i != 3 ] || git update-ref refs/pull/7/head HEAD
        done
        cd .. && mkdir -p $(dirname NAME) && git clone -q --mirror work NAME && rm -r work
        """
            .replace("NAME", name));
    return this;
  }

  /** A repository of one commit, whose files a script makes in the current folder. */
  public Repositories of(String name, String script) throws IOException, InterruptedException {
    Shell.run(
        root,
        """
        git init -q -b main work && cd work
        %1$s
        git add . && git commit -q --allow-empty -m 1
        cd .. && mkdir -p $(dirname %2$s) && git clone -q --bare work %2$s && rm -r work
        """
            .formatted(script, name));
    return this;
  }

  /** The commit that a name means. */
  public String commit(String repository, String name) throws IOException, InterruptedException {
    return Shell.run(root.resolve(repository), "git rev-parse '" + name + "^{commit}'");
  }

  /** Puts a tree together, unchecked. */
  interface Trees {
    ObjectId tree(ObjectInserter objects) throws IOException;
  }

  /** A repository of one commit with a tree that git itself would not make. */
  Repositories hostile(String name, Trees trees) throws IOException {
    try (var repository = new FileRepository(root.resolve(name).toFile())) {
      repository.create(true);
      try (ObjectInserter objects = repository.newObjectInserter()) {
        var author = new PersonIdent("A", "a@example.com");
        var commit = new CommitBuilder();
        commit.setTreeId(trees.tree(objects));
        commit.setAuthor(author);
        commit.setCommitter(author);
        commit.setMessage("1");
        ObjectId id = objects.insert(commit);
        objects.flush();
        var update = repository.updateRef("refs/heads/main");
        update.setNewObjectId(id);
        update.forceUpdate();
        repository.updateRef(Constants.HEAD).link("refs/heads/main");
      }
    }
    return this;
  }

  static ObjectId blob(ObjectInserter objects, String text) throws IOException {
    return objects.insert(Constants.OBJ_BLOB, Constants.encode(text));
  }

  /** A tree of one entry. */
  static ObjectId tree(ObjectInserter objects, String name, FileMode mode, ObjectId id)
      throws IOException {
    var tree = new TreeFormatter();
    tree.append(name, mode, id);
    return objects.insert(tree);
  }
}
