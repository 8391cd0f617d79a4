/** Untrusted text from mail servers, reports, clients and the broker. It is cleaned here and nowhere else. */
package io.postrider.text;
