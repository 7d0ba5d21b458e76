/** Tests that every service passes. */
package io.gradwatch.service.testing;
