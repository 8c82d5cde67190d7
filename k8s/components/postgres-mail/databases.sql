-- One for each mail server; run once, by the first start of the database.
CREATE DATABASE crepes;
CREATE DATABASE hamburger;
