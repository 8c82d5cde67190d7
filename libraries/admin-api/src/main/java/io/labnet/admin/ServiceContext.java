package io.labnet.admin;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationContextFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.core.env.ConfigurableEnvironment;

/** A service's context, in which each {@link DataPlane} comes before the admin API. */
final class ServiceContext extends AnnotationConfigServletWebServerApplicationContext {
    @Override
    protected void onRefresh() {
        getBeanFactory().getBeansOfType(DataPlane.class).values().forEach(Lifecycle::start);
        super.onRefresh();
    }

    /** Makes contexts of this kind, with the environment that Spring Boot would make. */
    static final class Factory implements ApplicationContextFactory {
        @Override
        public ConfigurableApplicationContext create(@Nullable WebApplicationType type) {
            return new ServiceContext();
        }

        @Override
        public @Nullable Class<? extends ConfigurableEnvironment> getEnvironmentType(
                @Nullable WebApplicationType type) {
            return DEFAULT.getEnvironmentType(type);
        }

        @Override
        public @Nullable ConfigurableEnvironment createEnvironment(
                @Nullable WebApplicationType type) {
            return DEFAULT.createEnvironment(type);
        }
    }
}
