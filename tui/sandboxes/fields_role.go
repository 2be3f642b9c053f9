package sandboxes

// The fields of a role (auth0.com/docs/manage-users/access-control/rbac).
var roleFields = []field{
	{section: "What it is", path: "name", label: "name", says: "What it is called, such as accountant."},
	{path: "description", label: "description", says: "What it is for."},
	{section: "What it allows", path: "permissions", label: "permissions", as: asPermissions, says: "Who has the role may ask for these scopes."},
}

var freshRole = []field{
	{path: "name", label: "name", says: "What it is called, such as accountant."},
	{path: "description", label: "description", says: "What it is for; may stay empty."},
}
