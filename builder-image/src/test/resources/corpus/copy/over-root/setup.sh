mkdir -p rootfs/etc rootfs/opt && echo m >rootfs/etc/motd && chmod 0700 rootfs && chmod 0711 rootfs/opt
