package org.hubkeeper.rehearsal.tools;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts finished directories in place, so that nobody ever sees a half-finished one. */
final class Moves {

  private Moves() {}

  /** Renames a directory; when another process was faster, theirs stays and ours goes. */
  static void intoPlace(Path finished, Path place) throws IOException {
    try {
      Files.move(finished, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      Cache.delete(finished);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException(
          place.getParent() + " cannot rename; choose another HUBKEEPER_CACHE", e);
    }
  }
}
