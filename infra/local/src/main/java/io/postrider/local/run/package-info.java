/**
 * The program behind {@code infra/local/run}: starts the whole system, sends a small demo through the public API and
 * prints where to look.
 *
 * <p>Input: options of the command line. Output: a running system until Ctrl-C, or with {@code --exit-after-demo} an
 * exit code: 0 when all mails of the demo were delivered, 1 when something failed, 2 for an unknown option.
 */
package io.postrider.local.run;
