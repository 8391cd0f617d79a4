/** Files and directories of a run: closed to other users, and removed with all that is in them. */
package io.postrider.neighbours.files;
