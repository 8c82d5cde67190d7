package io.labnet.admin;

import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * How every service of the lab starts: alone from its main class, or beside the others in one JVM.
 *
 * <p>A service reads {@code <name>.yml} on top of {@code labnet-service.yml} and {@code
 * labnet-world.yml}, so that several can share one class path.
 */
public final class ServiceStart {
    private ServiceStart() {}

    /**
     * A context for one service, not yet running.
     *
     * @param application the service's main class, annotated with {@code @SpringBootApplication}
     * @param name the service's name, which is its settings file's too, such as {@code dns-service}
     */
    public static SpringApplicationBuilder of(Class<?> application, String name) {
        return new SpringApplicationBuilder(application)
                .main(application)
                .contextFactory(new ServiceContext.Factory())
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "spring.config.name=labnet-world,labnet-service," + name,
                        "spring.application.name=" + name);
    }
}
