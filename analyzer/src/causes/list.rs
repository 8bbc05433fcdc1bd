//! The list of causes.

use super::*;

/// Every cause, from the specific to the general: of two that blame the same call, the first one stays.
pub static CAUSES: &[&Cause] = &[
    &disk_full_on_cache_write::CAUSE,
    &inodes_exhausted::CAUSE,
    &disk_full::CAUSE,
    &upstream_unix_socket_missing::CAUSE,
    &upstream_unix_socket_stale::CAUSE,
    &upstream_unix_socket_permission::CAUSE,
    &unix_socket_missing::CAUSE,
    &upstream_no_route::CAUSE,
    &network_unreachable::CAUSE,
    &ephemeral_ports_exhausted::CAUSE,
    &upstream_connection_refused::CAUSE,
    &connection_refused::CAUSE,
    &upstream_reset::CAUSE,
    &connection_reset::CAUSE,
    &parent_directory_permission::CAUSE,
    &temp_dir_permission_denied::CAUSE,
    &config_permission_denied::CAUSE,
    &permission_denied::CAUSE,
    &missing_shared_library::CAUSE,
    &ca_bundle_missing::CAUSE,
    &wrong_working_directory::CAUSE,
    &config_file_missing::CAUSE,
    &file_missing::CAUSE,
    &port_in_use::CAUSE,
    &worker_open_file_limit::CAUSE,
    &fd_limit::CAUSE,
    &database_locked::CAUSE,
    &lock_held::CAUSE,
    &stale_lock_file::CAUSE,
    &cross_device_rename::CAUSE,
    &file_size_limit::CAUSE,
];
