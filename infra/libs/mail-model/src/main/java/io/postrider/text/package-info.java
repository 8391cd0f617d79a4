/** Texts that come from outside: of mail servers, reports, callers and the broker. They are cleaned here, and nowhere else. */
package io.postrider.text;
