package io.labnet.coffee;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A service as small as one can be. */
@SpringBootApplication
public class CoffeeService {}
