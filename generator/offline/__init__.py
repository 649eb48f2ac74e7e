"""What lets readers keep the site: an app with its worker, and one file to carry it away."""
