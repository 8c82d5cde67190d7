/**
 * The shop of the book's cookie example: who a shopper is, what that earns, and the rows behind.
 */
@NullMarked
package io.labnet.origin.shop;

import org.jspecify.annotations.NullMarked;
