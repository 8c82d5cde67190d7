package io.labnet.k8s;

import java.util.List;

/** Something that must hold between the objects of a lab. */
interface Rule {
    /** What breaks it, each as a sentence that names the object. */
    List<String> findings(LabObjects lab);
}
