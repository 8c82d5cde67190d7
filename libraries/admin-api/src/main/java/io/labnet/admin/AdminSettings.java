package io.labnet.admin;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may use a service's admin API, as {@code labnet.admin}.
 *
 * @param clients networks such as {@code 127.0.0.0/8}; everybody unless they are named
 */
@ConfigurationProperties("labnet.admin")
record AdminSettings(@DefaultValue({"0.0.0.0/0", "::/0"}) List<String> clients) {}
