/** Tests of the stub resolver against a scripted server on loopback. */
@NullMarked
package io.labnet.stub;

import org.jspecify.annotations.NullMarked;
