// Where the folders of a system and of a user are.
#ifndef __SYSDIR_H__
#define __SYSDIR_H__
#include <sys/cdefs.h>
#include <sys/types.h>

typedef enum {
  SYSDIR_DIRECTORY_APPLICATION = 1,
  SYSDIR_DIRECTORY_DEMO_APPLICATION,
  SYSDIR_DIRECTORY_DEVELOPER_APPLICATION,
  SYSDIR_DIRECTORY_ADMIN_APPLICATION,
  SYSDIR_DIRECTORY_LIBRARY,
  SYSDIR_DIRECTORY_DEVELOPER,
  SYSDIR_DIRECTORY_USER,
  SYSDIR_DIRECTORY_DOCUMENTATION,
  SYSDIR_DIRECTORY_DOCUMENT,
  SYSDIR_DIRECTORY_CORESERVICE,
  SYSDIR_DIRECTORY_AUTOSAVED_INFORMATION,
  SYSDIR_DIRECTORY_DESKTOP,
  SYSDIR_DIRECTORY_CACHES,
  SYSDIR_DIRECTORY_APPLICATION_SUPPORT,
  SYSDIR_DIRECTORY_DOWNLOADS,
  SYSDIR_DIRECTORY_INPUT_METHODS,
  SYSDIR_DIRECTORY_MOVIES,
  SYSDIR_DIRECTORY_MUSIC,
  SYSDIR_DIRECTORY_PICTURES,
  SYSDIR_DIRECTORY_PRINTER_DESCRIPTION,
  SYSDIR_DIRECTORY_SHARED_PUBLIC,
  SYSDIR_DIRECTORY_PREFERENCE_PANES,
  SYSDIR_DIRECTORY_ALL_APPLICATIONS = 100,
  SYSDIR_DIRECTORY_ALL_LIBRARIES = 101,
} sysdir_search_path_directory_t;

typedef enum {
  SYSDIR_DOMAIN_MASK_USER = 1 << 0,
  SYSDIR_DOMAIN_MASK_LOCAL = 1 << 1,
  SYSDIR_DOMAIN_MASK_NETWORK = 1 << 2,
  SYSDIR_DOMAIN_MASK_SYSTEM = 1 << 3,
  SYSDIR_DOMAIN_MASK_ALL = 0x0ffff,
} sysdir_search_path_domain_mask_t;

typedef unsigned int sysdir_search_path_enumeration_state;

__BEGIN_DECLS
sysdir_search_path_enumeration_state
sysdir_start_search_path_enumeration(sysdir_search_path_directory_t dir,
                                     sysdir_search_path_domain_mask_t domainMask);
sysdir_search_path_enumeration_state
sysdir_get_next_search_path_enumeration(sysdir_search_path_enumeration_state state, char *path);
__END_DECLS
#endif
