/** Tests that every service passes, and processes for the tests of all modules. */
package io.gradwatch.service.testing;
