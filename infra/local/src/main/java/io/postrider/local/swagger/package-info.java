/** Swagger UI for the API, in the local run only: no service brings such a page. */
package io.postrider.local.swagger;
