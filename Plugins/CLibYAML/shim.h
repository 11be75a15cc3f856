#ifndef ROSTER_CLIBYAML_SHIM_H
#define ROSTER_CLIBYAML_SHIM_H
#include <yaml.h>
#endif
